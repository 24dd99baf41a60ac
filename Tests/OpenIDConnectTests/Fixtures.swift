/// Tokens that another library (joserfc) signed with keys of which only the public half is kept.
enum Fixtures {
    static let keys = #"""
        {"keys":[{"n":"vNeyEWlQMHddOEAScJc4jOIMXfZGzUjcmP1Soqu8KrhPA7vff9ReHT11cCseaquqSxZl4\#
        RnwytpySMyKPaknLVEUbwdTWrWbo3mdHdjwXsE2_wujmcoop61g6cNKKEzw5MfM-hW1w78EDmZSB22hP8DHK\#
        1aQKOWjSDOngoC80nv0p7ePk2gw4-0xYrbcd-jJQ7Stopc572eripy0LAd5zLjo3OtskVTS-5P8jfd7Xybls\#
        mrXRCF-HhC_n5Z33pSyWjsrngS5jodLicsNTvo65axulm6TJ8CUvthw-TrHCFvI61Ialt_e32ur10KPJVaza\#
        icRgCeL_7M3Vth6kDmGfw","e":"AQAB","kid":"rsa","use":"sig","kty":"RSA"},{"crv":"P-256\#
        ","x":"J4wEajP-EOPnjmY7tPMXNdmslugg6Y1O1m-1Oxptuv0","y":"b6ZaIsqpOTC8T4NrUAeHz7D4gZo\#
        Ghum1IkLD1W78dUg","kid":"ec","use":"sig","kty":"EC"},{"n":"zq9zOEqXSNebnjGcpgGX8V3d9\#
        S1Dg-CwWriVElZwefcQ4tDYlqLAWEdgcxf2PzrKTWuQtix7wTJubHvpEEo08DbaYovrPtyxCsIuehBIgk_n6\#
        GNwfPX8D-CTNO4tk8fGbJHLlobvcLf4nSeaxEbtjmiA1ZWx-UEWdiilQ9zTr85t9jKQuPGn746BCdCi8mEEZ\#
        LEVB9MAyZdnrwG90Dj3bT-5qzAsnk1ucwzsmz7uFKk3TGnsFkQpaceptLRSxg-nbFQcAKpYJu-SjGXYuauQ2\#
        TD_9E6UsmXz-bhpFrFDPYdQmX92Z-qdBAvEmucraFBKp0NDureb4bBiFUt6vCyzKw","e":"AQAB","kid":\#
        "enc","kty":"RSA","use":"enc"}]}
        """#

    static let rs256 = """
        eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5\
        leGFtcGxlIiwiYXVkIjoic21zIiwic3ViIjoiYWRhIiwiZXhwIjoyMDAwLCJpYXQiOjEwMDAsIm5vbmNlIjo\
        ibiJ9.iCl9eYpNd3xIeigSWrMZllNvkYwY9jVwIEoKRsRlMidtejxsOnka_VtmPWjUh0SjFAo0Up_1bbR6Id\
        H0b_XVSpbTbkl-gl8aIqgpbyQ4Kb-Iak-ZToPBA9DXeI5hA-uxleQHCz8M66adN0IMRITX77wFs_3mSXssd6\
        4iUBOR6Hs3KQjXQigUJNqvpGDnqIa1M3kuYXR_XUZwpGkq_Imm3TbRmtBteoBsVd-wvJ5K5hqJaAkuIFXtYF\
        Mnp3znbzkckpOiovA3BV5PjyNEB5bVwOivlXXlgS-O3dc2IIzvPksuuScjyOdrKSbQzy8MlFyGPK9NP3RGNA\
        jR3zvHHPnfBg
        """

    static let ps256 = """
        eyJ0eXAiOiJKV1QiLCJhbGciOiJQUzI1NiIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5\
        leGFtcGxlIiwiYXVkIjoic21zIiwic3ViIjoiYWRhIiwiZXhwIjoyMDAwLCJpYXQiOjEwMDAsIm5vbmNlIjo\
        ibiJ9.QGnPJQkf25yAOCWMHlJHqux-9hS3aToCqbrBLBwEAx7j7yFmAztTVvLflAb2OLN0VABLX2FuM5rjyH\
        ejL7TI5F-ydsub_A7IXinlP0M_d8z7otVPRiP0jeZmtCaQy1jtU0Ek_5fOzYeZcs2a-OrZs4zfXZoVp_p_6E\
        TOOYJLOFYIL0uH5h3kX0-kexurPu4Wiamsa3GNXmGAHt3ElDVTG86OcW7TioXO5vD1xFemo06fCqsGxT7Pw2\
        Q_TYwGsCb4_uXTv0YNA2e-eBk2EphTFAjJZVdIpdX2jH72bW_VH1TkyUt1WlYf8dfTsUXLdGUiKfdc4fjYrn\
        g3PwajRnMY5Q
        """

    static let es256 = """
        eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiIsImtpZCI6ImVjIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci5l\
        eGFtcGxlIiwiYXVkIjoic21zIiwic3ViIjoiYWRhIiwiZXhwIjoyMDAwLCJpYXQiOjEwMDAsIm5vbmNlIjoi\
        biJ9.LrUV8-anBUUDG3TGkOgwjyTC6Ty9cxs5VqaWLUfu8_FpZG1Oh1lDiyhNTS656b5yBWVCzrRNZbFHbDG\
        9riVwaA
        """

    static let unnamed = """
        eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwiYXV\
        kIjoic21zIiwic3ViIjoiYWRhIiwiZXhwIjoyMDAwLCJpYXQiOjEwMDAsIm5vbmNlIjoibiJ9.K7NnYK8xmR\
        HHqKg95ZgPqbuCMu2WsKCKsPUfToM_-eA4IHqpy9tewh64ByJ14Wa0KYI8PUIM8RPz2JZnPP5Mq6AQVWfQJX\
        S14DWKRVPKasMmrabTm0kIkI5L5sk-J8GlaffUYByBHb4UuYdC1HXEnJtAC8dE2GRWhCx_KRFyznzbSneS-9\
        xQlI1PnWyMvGnAb21CmkuWqq69kZFF9UnawszwNYWpCt_6N6ZR367xEGM3gyiJoguKmSQac2ONABVL_xZVXS\
        wE67TDw2x3imDfY3rBoaekS4lLfsfBsscl_r5mVpEIWwVCuRF2ju4OyaA8aViAlHChaosnroFfLMAdww
        """

    static let foreign = """
        eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsImtpZCI6InJzYSJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5\
        leGFtcGxlIiwiYXVkIjoic21zIiwic3ViIjoiYWRhIiwiZXhwIjoyMDAwLCJpYXQiOjEwMDAsIm5vbmNlIjo\
        ibiJ9.pzTUp4GBywM4MQvnUv3PhgBttQwMDzRbnwkwAOcNmH3QKgyEOLNLDPjDihBAnzTSGkfZGgSqIYsLWQ\
        R-Ij5prcg7sno-dbHnyv33ejFebwidpa1xump1bo0_wsjsWy6td2QesAcaBj4Mp6t4WZHNkBbsnsK3sBgh8e\
        BmAF2B6US3aFGLtOe7ErZb7KMFlQGfBjXHcI8MUKps520Vd0amPYxmr4w2PbKK6FzgPZeJkFLb5nEFlF_2eI\
        ecnCg1BiablFD8ntSQYdofKsBR3iVrMGeh37lp1UF9gO7t8XPs7B0n-KuUU-K8wQH-1j0boNNzMMaDAjYKpQ\
        7G5whHpilAaw
        """

    static let notForSigning = """
        eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsImtpZCI6ImVuYyJ9.eyJpc3MiOiJodHRwczovL2lzc3Vlci5\
        leGFtcGxlIiwiYXVkIjoic21zIiwic3ViIjoiYWRhIiwiZXhwIjoyMDAwLCJpYXQiOjEwMDAsIm5vbmNlIjo\
        ibiJ9.tNIcQ0i61YENAjBxdcm6ChcgAm6OFR7XH4YboEP6fOFPbMtNOA7eZSWvJwJ3TYoS9o-uDSyxVCtAtZ\
        JOawsYEq4-znAyGC1CyjtVLrDuiOWfeAhY5U9YY_xB0mT754hdL-odzFVopw8mYGsgh_JTPYgSlbXiezPT6Y\
        nQslAiTOhF-2HuiA_sNWkSMXuttfUsWrpjL0GDJS1r9-UKgopj8to3OwCdP1mH78CJW461x9n_dm5O219hUk\
        yUeDNDVjjy9UEpgKMMwaXLaPswQoKqzaD-kAqm_2kjyIKCBkuiNinDxL2hMF1fywLB09PWofbxC44PZbga1-\
        DxdrW65dfthw
        """

    static let bySharedSecret = """
        eyJhbGciOiAiSFMyNTYiLCAia2lkIjogInJzYSJ9.eyJpc3MiOiAiaHR0cHM6Ly9pc3N1ZXIuZXhhbXBsZSI\
        sICJhdWQiOiAic21zIiwgInN1YiI6ICJhZGEiLCAiZXhwIjogMjAwMCwgImlhdCI6IDEwMDAsICJub25jZSI\
        6ICJuIn0.x0VMQG900wShZMIws6ii_NWjKhPKdU5cEkBAVWRameo
        """

    static let unsigned = """
        eyJhbGciOiAibm9uZSJ9.eyJpc3MiOiAiaHR0cHM6Ly9pc3N1ZXIuZXhhbXBsZSIsICJhdWQiOiAic21zIiw\
        gInN1YiI6ICJhZGEiLCAiZXhwIjogMjAwMCwgImlhdCI6IDEwMDAsICJub25jZSI6ICJuIn0.
        """

    static let changed = """
        eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiIsImtpZCI6InJzYSJ9.eyJpc3MiOiAiaHR0cHM6Ly9pc3N1ZXI\
        uZXhhbXBsZSIsICJhdWQiOiAic21zIiwgInN1YiI6ICJldmUiLCAiZXhwIjogMjAwMCwgImlhdCI6IDEwMDA\
        sICJub25jZSI6ICJuIn0.iCl9eYpNd3xIeigSWrMZllNvkYwY9jVwIEoKRsRlMidtejxsOnka_VtmPWjUh0S\
        jFAo0Up_1bbR6IdH0b_XVSpbTbkl-gl8aIqgpbyQ4Kb-Iak-ZToPBA9DXeI5hA-uxleQHCz8M66adN0IMRIT\
        X77wFs_3mSXssd64iUBOR6Hs3KQjXQigUJNqvpGDnqIa1M3kuYXR_XUZwpGkq_Imm3TbRmtBteoBsVd-wvJ5\
        K5hqJaAkuIFXtYFMnp3znbzkckpOiovA3BV5PjyNEB5bVwOivlXXlgS-O3dc2IIzvPksuuScjyOdrKSbQzy8\
        MlFyGPK9NP3RGNAjR3zvHHPnfBg
        """
}

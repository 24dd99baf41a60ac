package import FunctionRuntime
import Secrets

extension Archives {
    /// What a program must be told to read them.
    package static let settings: [any DescribedSetting] =
        Vault.settings + [Setting<String?>.archivesDirectory]

    /// Nil where nothing is archived, for want of a folder or of a key to seal it with.
    package init?(_ platform: Platform) throws {
        guard let path = try platform.settings.value(.archivesDirectory), let vault = platform.vault
        else { return nil }
        self.init(vault: vault, folder: ArchiveFolder(path))
    }
}

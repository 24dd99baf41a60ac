"""Signing in at an issuer of one's own, by OpenID Connect: a real one runs beside the system."""

import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from expect import assert_problem
from issuer import Issuer, sign_in
from system import address, wait_for

HOME = lambda path: address("BASE_URL") + path  # noqa: E731


@pytest.fixture(scope="session")
def issuer():
    with Issuer(address("PUBLIC_URL") + "/sign-in/return") as running:
        yield running


@pytest.fixture
def domain():
    """Of one test: whoever has an address there signs in at its business's issuer."""
    return f"{uuid.uuid4().hex[:10]}.example"


def put(browser, issuer, domain, **more):
    body = {"issuer": issuer.address, "clientId": "sms-tracker", "clientSecret": "hush-hush-hush", "domains": [domain], **more}
    return browser.put(HOME("/api/sign-in-providers/Company"), json=body, timeout=30)


@pytest.fixture
def company(business, issuer, domain):
    """A business whose people sign in at the issuer."""
    assert put(business.log_in(), issuer, domain).status_code == 200
    return business


def add_person(business, email, role="agent", **columns):
    [row] = business.rows("INSERT INTO users (tenant_id, email, name, role) VALUES (%(tenant)s, %(email)s, 'Known', %(role)s) RETURNING id",
                          email=email, role=role)
    return row["id"]


def browser_at(host):
    browser = requests.Session()
    if host:
        browser.headers["Host"] = host
    return browser


def offers(host=None, **door):
    return browser_at(host).get(HOME("/api/sign-in"), params=door, timeout=30).json()["available"]


def begin(browser, email):
    answer = browser.post(HOME("/api/sign-in"), json={"email": email}, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()["url"]


def come_back(browser, link):
    """Follows the issuer's link to this system, whatever it calls itself."""
    local = HOME("/sign-in/return?" + urlsplit(link).query)
    answer = browser.get(local, timeout=30, allow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"]


def enter(email, name, host=None):
    """A browser that begins with an address and signs in as somebody; and where it ends up."""
    browser = browser_at(host)
    return browser, come_back(browser, sign_in(begin(browser, email), name))


def session(browser):
    """What the system says of who is logged in; asked again where the gateway finds that too many ask at once."""
    def asked():
        answer = browser.get(HOME("/api/session"), timeout=30)
        return None if answer.status_code == 429 else [answer]

    [answer] = wait_for(asked, of="a free place at the door")
    return answer.json()


def who(browser):
    return session(browser).get("user")


def test_somebody_who_is_known_is_let_in(company, issuer, domain):
    email = f"ada@{domain}"
    add_person(company, email, "manager")
    issuer.add(f"ada-{domain}", email)
    browser, end = enter(email, f"ada-{domain}")
    assert end == "/"
    assert (who(browser)["email"], who(browser)["role"]) == (email, "manager")
    [session] = [cookie for cookie in browser.cookies if "session" in cookie.name]
    assert session.has_nonstandard_attr("HttpOnly") and session.get_nonstandard_attr("SameSite") == "Strict"
    assert not [cookie for cookie in browser.cookies if "sign-in" in cookie.name]


def test_somebody_who_is_invited_becomes_one_of_the_business(company, issuer, domain):
    email = f"grace@{domain}"
    answer = company.log_in().post(HOME("/api/invitations"), json={"email": email, "role": "viewer"}, timeout=30)
    assert answer.status_code == 201
    issuer.add(f"grace-{domain}", email)
    browser, end = enter(email, f"grace-{domain}")
    assert end == "/" and who(browser)["role"] == "viewer"


def test_who_is_neither_known_nor_invited_stays_out(company, issuer, domain):
    issuer.add(f"mallory-{domain}", f"mallory@{domain}")
    browser, end = enter(f"mallory@{domain}", f"mallory-{domain}")
    assert end == "/?sign-in=unknown" and who(browser) is None


def test_who_is_shut_out_stays_out(company, issuer, domain):
    email = f"gone@{domain}"
    add_person(company, email)
    company.rows("UPDATE users SET disabled_at = now() WHERE tenant_id = %(tenant)s AND email = %(email)s", email=email)
    issuer.add(f"gone-{domain}", email)
    browser, end = enter(email, f"gone-{domain}")
    assert end == "/?sign-in=unknown" and who(browser) is None


def test_an_address_of_another_domain_is_not_the_issuers_to_vouch_for(company, issuer, domain):
    owner = company.log_in()
    assert who(owner)["role"] == "owner"
    issuer.add(f"liar-{domain}", who(owner)["email"])
    browser, end = enter(f"liar@{domain}", f"liar-{domain}")
    assert end == "/?sign-in=unknown" and who(browser) is None


def test_people_of_another_business_are_not_let_in(company, issuer, domain, open_business):
    other = open_business()
    email = f"theirs@{domain}"
    add_person(other, email)
    issuer.add(f"theirs-{domain}", email)
    browser, end = enter(email, f"theirs-{domain}")
    assert end == "/?sign-in=unknown" and who(browser) is None


def test_who_has_two_issuers_to_choose_from_signs_in_at_their_own(company, issuer, domain, open_business):
    other = open_business()
    email = f"both@{domain}"
    add_person(other, email)
    with Issuer(address("PUBLIC_URL") + "/sign-in/return") as theirs:
        assert put(other.log_in(), theirs, domain).status_code == 200
        assert begin(requests.Session(), email).startswith(theirs.address)
        assert begin(requests.Session(), f"nobody@{domain}").startswith(issuer.address)


def test_on_its_own_host_people_of_a_business_sign_in_and_stay_there(company, domain, open_business):
    host, email = f"{domain}.test", f"ada@{domain}"
    add_person(company, email)
    company.rows("UPDATE tenants SET host_name = %(host)s WHERE id = %(tenant)s", host=host)
    owner = company.log_in()
    everybodys, own = owner.get(HOME("/api/sign-in-providers"), timeout=30).json()["returnUrls"]
    assert everybodys == address("PUBLIC_URL") + "/sign-in/return" and urlsplit(own).hostname == host
    with Issuer(everybodys, own) as theirs:
        theirs.add(f"ada-{domain}", email)
        assert put(owner, theirs, domain).status_code == 200
        left = begin(browser_at(host), email)
        assert parse_qs(urlsplit(left).query)["redirect_uri"] == [own]
        for door in (host, None):
            browser, end = enter(email, f"ada-{domain}", door)
            assert end == "/" and who(browser)["email"] == email


def test_a_door_offers_its_own_businesss_issuers_alone(company, issuer, domain, open_business):
    other, email = open_business(), f"grace@{domain}"
    host, word = f"{domain}.test", domain.split(".")[0]
    other.rows("UPDATE tenants SET host_name = %(host)s, word = %(word)s WHERE id = %(tenant)s", host=host, word=word)
    add_person(company, email)
    issuer.add(f"grace-{domain}", email)
    assert offers() and not offers(host) and not offers(at=word) and not offers(at=uuid.uuid4().hex)
    refused = [browser_at(host).post(HOME("/api/sign-in"), json={"email": email}, timeout=30),
               requests.post(HOME("/api/sign-in"), json={"email": email, "at": word}, timeout=30)]
    for answer in refused:
        assert_problem(answer, 404, "no-sign-in")
    # Who left at the door for everybody does not come back at another's.
    browser = requests.Session()
    back = sign_in(begin(browser, email), f"grace-{domain}")
    kept = {cookie.name: cookie.value for cookie in browser.cookies}
    elsewhere = browser_at(host)
    elsewhere.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in kept.items())
    assert come_back(elsewhere, back) == "/?sign-in=unknown" and who(elsewhere) is None


def test_the_name_of_the_issuer_counts_when_an_address_changes_hands(company, issuer, domain):
    email = f"first@{domain}"
    person = add_person(company, email)
    issuer.add(f"first-{domain}", email)
    assert enter(email, f"first-{domain}")[1] == "/"
    company.rows("UPDATE users SET email = %(new)s WHERE id = %(person)s", new=f"renamed@{domain}", person=person)
    browser, end = enter(email, f"first-{domain}")
    assert end == "/" and who(browser)["email"] == f"renamed@{domain}"
    issuer.add(f"second-{domain}", f"renamed@{domain}")
    browser, end = enter(email, f"second-{domain}")
    assert end == "/?sign-in=unknown" and who(browser) is None


def test_the_link_back_is_good_once_and_in_one_browser(company, issuer, domain):
    email = f"once@{domain}"
    add_person(company, email)
    issuer.add(f"once-{domain}", email)
    browser = requests.Session()
    link = sign_in(begin(browser, email), f"once-{domain}")
    assert come_back(requests.Session(), link) == "/?sign-in=too-late"
    assert come_back(browser, link.replace("state=", "state=A")) == "/?sign-in=too-late"
    begin(browser, email)
    assert come_back(browser, link) == "/?sign-in=too-late"  # of an attempt before
    again = requests.Session()
    link = sign_in(begin(again, email), f"once-{domain}")
    kept = again.cookies.copy()
    assert come_back(again, link) == "/"
    again.cookies.update(kept)
    assert come_back(again, link) == "/?sign-in=issuer"  # the code was traded already


@pytest.mark.parametrize("change, end", [
    ({"error": ["access_denied"]}, "cancelled"), ({"iss": ["https://elsewhere.example"]}, "issuer"), ({"code": ["nonsense"]}, "issuer")])
def test_what_comes_back_wrong_lets_nobody_in(company, issuer, domain, change, end):
    email = f"wrong@{domain}"
    add_person(company, email)
    issuer.add(f"wrong-{domain}", email)
    browser = requests.Session()
    said = parse_qs(urlsplit(sign_in(begin(browser, email), f"wrong-{domain}")).query)
    link = "?" + requests.models.RequestEncodingMixin._encode_params({**said, **change})
    assert come_back(browser, link) == f"/?sign-in={end}"
    assert who(browser) is None


def test_what_the_browser_takes_along_is_sealed_and_guarded(company, domain):
    browser = requests.Session()
    said = parse_qs(urlsplit(begin(browser, f"ada@{domain}")).query)
    assert said["response_type"] == ["code"] and said["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge", "login_hint", "client_id", "redirect_uri"} <= set(said)
    [cookie] = [cookie for cookie in browser.cookies if "sign-in" in cookie.name]
    assert cookie.has_nonstandard_attr("HttpOnly") and cookie.get_nonstandard_attr("SameSite") == "Lax"
    assert said["state"][0] not in cookie.value and domain not in cookie.value


def test_an_address_that_signs_in_nowhere_is_told_so(turn):
    answer = requests.post(HOME("/api/sign-in"), json={"email": f"ada@{uuid.uuid4().hex}.example"}, timeout=30)
    assert_problem(answer, 404, "no-sign-in")


def test_an_issuer_is_asked_before_it_is_taken(business, issuer, domain):
    owner = business.log_in()
    for wrong in ("http://127.0.0.1:9", issuer.address + "/", issuer.address + "/nowhere", "ftp://example.com", "nonsense"):
        answer = owner.put(HOME("/api/sign-in-providers/Company"), timeout=30, json={
            "issuer": wrong, "clientId": "sms-tracker", "domains": [domain]})
        assert_problem(answer, 400, fields=["issuer"])
    assert_problem(put(owner, issuer, "no domain"), 400, fields=["domains"])
    assert_problem(put(owner, issuer, domain, clientId=""), 400, fields=["clientId"])


def test_only_an_owner_says_where_people_sign_in(business, issuer, domain):
    for asker in (business.log_in("administrator"), program(business)):
        assert_problem(put(asker, issuer, domain), 403, "owner-only")
        assert_problem(asker.delete(HOME("/api/sign-in-providers/Company"), timeout=30), 403, "owner-only")


def program(business):
    asker = requests.Session()
    asker.headers["x-api-key"] = business.add_key(["people:write"])
    return asker


def test_the_list_tells_no_secret_and_a_change_keeps_it(company, issuer, domain):
    owner = company.log_in()
    listed = owner.get(HOME("/api/sign-in-providers"), timeout=30)
    assert "hush" not in listed.text
    [one] = listed.json()["providers"]
    assert (one["name"], one["issuer"], one["hasSecret"], one["domains"]) == ("Company", issuer.address, True, [domain])
    assert listed.json()["returnUrls"] == [address("PUBLIC_URL") + "/sign-in/return"]
    kept = owner.put(HOME("/api/sign-in-providers/Company"), timeout=30, json={
        "issuer": issuer.address, "clientId": "sms-tracker", "domains": [domain, f"two.{domain}"]})
    assert kept.status_code == 200
    email = f"kept@two.{domain}"
    add_person(company, email)
    issuer.add(f"kept-{domain}", email)
    assert enter(email, f"kept-{domain}")[1] == "/"
    assert owner.delete(HOME("/api/sign-in-providers/Company"), timeout=30).status_code == 200
    assert_problem(owner.delete(HOME("/api/sign-in-providers/Company"), timeout=30), 404)
    assert_problem(requests.post(HOME("/api/sign-in"), json={"email": email}, timeout=30), 404)


def test_who_has_no_password_here_proves_it_by_signing_in_again(company, issuer, domain):
    email = f"fresh@{domain}"
    add_person(company, email)
    issuer.add(f"fresh-{domain}", email)
    browser, end = enter(email, f"fresh-{domain}")
    assert end == "/"
    browser.headers.update({"origin": address("BASE_URL"), "x-page-token": session(browser)["pageToken"]})
    answer = browser.post(HOME("/api/session/confirmation"), json={"password": "whatever"}, timeout=30)
    assert_problem(answer, 422, "no-password")

using MlOps.Domain.Tenancy;

namespace MlOps.Domain.Tests.Tenancy;

public class AccessTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_token_has_the_hash_of_its_secret_and_not_the_secret()
    {
        var secret = AccessSecret.Draw();
        var token = Issue(secret: secret);
        Assert.Equal(secret.Hash(), token.SecretHash);
        Assert.DoesNotContain(secret.Reveal(), System.Text.Json.JsonSerializer.Serialize(token), StringComparison.Ordinal);
        Assert.Equal("Token 'airflow'", $"{token}");
    }

    [Fact]
    public void It_may_do_one_thing_at_least_and_nothing_that_nobody_knows()
    {
        Assert.Equal(AccessScopes.Read | AccessScopes.Admin, Issue(scopes: AccessScopes.Read | AccessScopes.Admin).Scopes);
        Refused.Value("Scopes", "None", () => Issue(scopes: AccessScopes.None));
        Refused.Value("Scopes", "17", () => Issue(scopes: AccessScopes.Read | (AccessScopes)16));
    }

    [Theory]
    [InlineData("0195a000-0000-7000-8000-00000000000c")]
    [InlineData("0195a00000007000800000000000000c")]
    [InlineData(" 0195a000-0000-7000-8000-00000000000c ")]
    public void Its_name_cannot_be_taken_for_an_id(string name) =>
        Refused.Value("Name", "look like an id", () => Issue(name: name));

    [Fact]
    public void It_does_not_expire_before_it_is_made()
    {
        Assert.Equal(Now.AddDays(1), Issue(expiresAt: Now.AddDays(1)).ExpiresAt);
        Refused.Value("ExpiresAt", "2026-02-28", () => Issue(expiresAt: Now.AddDays(-1)));
    }

    [Fact]
    public void It_is_revoked_once_by_somebody_and_not_before_it_was_made()
    {
        var token = Issue();
        Refused.Value("RevokedBy", "must not be empty", () => token.Revoke(" ", Now));
        Refused.Value("RevokedAt", "before it was made", () => token.Revoke("bob", Now.AddSeconds(-1)));
        Assert.Null(token.RevokedAt);
        token.Revoke("bob", Now.AddHours(1));
        Assert.Equal((Now.AddHours(1), "bob"), (token.RevokedAt, token.RevokedBy));
        Refused.Transition(() => token.Revoke("eve", Now.AddHours(2)), "airflow", "2026-03-01T13:00:00");
    }

    private static AccessToken Issue(
        AccessSecret? secret = null, string name = "airflow", AccessScopes scopes = AccessScopes.Write, DateTimeOffset? expiresAt = null) =>
        AccessToken.Issue(secret ?? AccessSecret.Draw(), Tenants.Default, name, scopes, "ann", Now, expiresAt);
}

using System.CommandLine;
using MlOps.Persistence.Tenancy;

namespace MlOps.Migrator.Commands;

/// <summary>The tokens of programs that act for a tenant over HTTP.</summary>
internal sealed class TokensCommand : Verb
{
    private const string Rows = "The tenant that the holder of the token acts for";

    private readonly ContextFactory _contexts;

    public TokensCommand(ContextFactory contexts)
        : base("tokens", "Tokens of programs that read, write and decide for a tenant over HTTP.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(CreateCommand());
        Add(ListCommand());
        Add(RevokeCommand());
    }

    private TenantVerb CreateCommand()
    {
        var name = new NameArgument("The name that the acts of its holder bear in the database.");
        var (scopes, expires, by) = (new ScopesOption(), new ExpiresOption("When it ends"), new ByOption("Who makes it"));
        var verb = new TenantVerb(_contexts, "create", "Make a token, and show its secret this once.", Rows)
        {
            Examples =
            [
                "tokens create airflow --scopes read,write --expires 90d",
                "tokens create grafana --scopes read --json | jq -r .secret > secret.txt",
            ],
        };
        verb.Add(name);
        foreach (var option in (Option[])[scopes, expires, by])
            verb.Add(option);

        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var (token, secret) = await new AccessTokens(context).CreateAsync(
                parsed.GetValue(name)!, parsed.GetValue(scopes), by.Of(parsed), TimeProvider.System.GetUtcNow(), expires.Find(parsed),
                cancellationToken);
            output.Write(
                new
                {
                    Token = token.Id,
                    token.Name,
                    Tenant = token.TenantId,
                    Scopes = ScopesOption.Show(token.Scopes),
                    Expires = token.ExpiresAt,
                    Secret = secret.Reveal(),
                },
                $"{token} of tenant {token.TenantId} is made, for {ScopesOption.Show(token.Scopes)}. It ends " +
                $"{(token.ExpiresAt is { } end ? $"at {Times.Show(end)}" : "when it is revoked")}.",
                "This is its secret. Nobody can show it again:",
                secret.Reveal());
        });
        return verb;
    }

    private TenantVerb ListCommand()
    {
        var all = new Flag("--all", "Those that are revoked too.");
        var verb = new TenantVerb(_contexts, "list", "List the tokens that are not revoked, the newest first.", Rows)
        {
            Examples = ["tokens list", "tokens list --all --json | jq -r .name"],
        };
        verb.Add(all);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var now = TimeProvider.System.GetUtcNow();
            var listing = new Listing("Token", "Name", "Scopes", "Status", "Created", "By", "Expires", "Revoked", "Revoked by");
            var tokens = new AccessTokens(context).StreamAsync(parsed.GetValue(all));
            await foreach (var token in tokens.WithCancellation(cancellationToken))
                listing.Add(
                    token.Id, token.Name, ScopesOption.Show(token.Scopes),
                    token.RevokedAt is not null ? "revoked" : token.ExpiresAt <= now ? "expired" : "valid",
                    token.CreatedAt, token.CreatedBy, token.ExpiresAt, token.RevokedAt, token.RevokedBy);

            output.Write(listing);
            if (listing.Count == 0)
                output.Note("There are no tokens.");
        });
        return verb;
    }

    private TenantVerb RevokeCommand()
    {
        var which = new Argument<string>("token") { Description = "The name of the token or its id, as 'list' shows them." };
        var by = new ByOption("Who revokes it");
        var verb = new TenantVerb(_contexts, "revoke", "Revoke a token for good.", Rows)
        {
            Examples = ["tokens revoke airflow", "tokens revoke 0195a000-0000-7000-8000-00000000000c"],
        };
        verb.Add(which);
        verb.Add(by);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var token = await new AccessTokens(context).RevokeAsync(
                parsed.GetValue(which)!, by.Of(parsed), TimeProvider.System.GetUtcNow(), cancellationToken);
            output.Write(
                new { Token = token.Id, token.Name, Outcome = "revoked" }, $"{token} is revoked. Its name is free again.");
        });
        return verb;
    }
}

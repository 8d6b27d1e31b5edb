using MlOps.Domain.Tenancy;

namespace MlOps.Migrator.Commands;

/// <summary>What the holder of a token may do.</summary>
internal sealed class ScopesOption : ValueOption<AccessScopes>
{
    private static readonly AccessScopes[] All = [AccessScopes.Read, AccessScopes.Write, AccessScopes.Decide, AccessScopes.Admin];

    public ScopesOption()
        : base(
            "--scopes",
            "What its holder may do: read, write, decide or admin, or several of them with commas. None includes another.",
            "one or more of read, write, decide and admin, with commas between them",
            Parse) =>
        (Required, HelpName) = (true, "scope,...");

    /// <summary>Shows scopes as a user types them.</summary>
    public static string Show(AccessScopes scopes) => string.Join(',', All.Where(scope => scopes.HasFlag(scope)).Select(Word));

    // Not the parser of the framework, which takes numbers too.
    private static AccessScopes? Parse(string text)
    {
        var scopes = AccessScopes.None;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var scope = Array.Find(All, scope => Word(scope).Equals(word, StringComparison.OrdinalIgnoreCase));
            if (scope == AccessScopes.None)
                return null;

            scopes |= scope;
        }

        return scopes;
    }

    private static string Word(AccessScopes scope) => scope switch
    {
        AccessScopes.Read => "read",
        AccessScopes.Write => "write",
        AccessScopes.Decide => "decide",
        _ => "admin",
    };
}

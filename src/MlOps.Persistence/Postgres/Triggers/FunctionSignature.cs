using System.Text.RegularExpressions;

namespace MlOps.Persistence.Postgres.Triggers;

/// <summary>Reads signatures, which are SQL: f(), util.f(a int), "My f"(text).</summary>
internal static partial class FunctionSignature
{
    /// <summary>The name without its schema, as SQL has it.</summary>
    public static string NameOf(string signature) => Match(signature).Groups["name"].Value;

    public static bool IsValid(string signature) => Match(signature).Success;

    private static Match Match(string signature) => Pattern().Match(signature);

    [GeneratedRegex("""^(?:(?:"(?:[^"]|"")+"|[\p{L}_][\w$]*)\.)?(?<name>"(?:[^"]|"")+"|[\p{L}_][\w$]*)\s*\(.*\)$""", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}

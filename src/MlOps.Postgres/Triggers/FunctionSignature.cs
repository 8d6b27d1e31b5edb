using System.Text.RegularExpressions;

namespace MlOps.Postgres.Triggers;

/// <summary>Reads signatures, which are SQL: f(), util.f(a int), "My f"(text).</summary>
internal static partial class FunctionSignature
{
    /// <summary>The name without its schema, as SQL has it.</summary>
    public static string ReadName(string signature) => Match(signature).Groups["name"].Value;

    public static bool IsValid(string signature) => Match(signature).Success;

    /// <summary>The signature as DROP FUNCTION takes it, which knows no defaults of arguments.</summary>
    public static string WithoutDefaults(string signature) => Default().Replace(signature, "");

    private static Match Match(string signature) => Pattern().Match(signature);

    [GeneratedRegex("""^(?:(?:"(?:[^"]|"")+"|[\p{L}_][\w$]*)\.)?(?<name>"(?:[^"]|"")+"|[\p{L}_][\w$]*)\s*\(.*\)$""", RegexOptions.Singleline)]
    private static partial Regex Pattern();

    // From DEFAULT or = to the comma or the bracket that ends the argument: texts and nested brackets may hold both.
    [GeneratedRegex("""\s*(?:\bDEFAULT\b|=)(?:'(?:[^']|'')*'|(?<open>\()|(?<-open>\))|[^'(),]|(?(open),|(?!)))*(?(open)(?!))""", RegexOptions.IgnoreCase)]
    private static partial Regex Default();
}

using System.Text.RegularExpressions;
using Npgsql;

namespace MlOps.Persistence.Repositories;

/// <summary>Finds out which constraint refused a row.</summary>
internal static class ViolatedConstraint
{
    // The class of all violations; 23505 is that of a unique index.
    private const string SqlClass = "23";

    /// <summary>
    /// Whether it was one of some constraints or unique indexes. A server that passes on the error of another, as Citus does, sends
    /// the code and the message without the fields beside them. The message has the name, in quotation marks that depend on its
    /// language, and Citus adds the number of its shard to the name.
    /// </summary>
    public static bool IsOneOf(PostgresException refusal, IReadOnlyCollection<string> names) =>
        string.IsNullOrEmpty(refusal.ConstraintName)
            ? refusal.SqlState.StartsWith(SqlClass, StringComparison.Ordinal)
                && names.Any(name => IsNamedIn(refusal.MessageText, name))
            : names.Contains(refusal.ConstraintName);

    private static bool IsNamedIn(string message, string name) =>
        Regex.IsMatch(message, $@"(?<![\w$]){Regex.Escape(name)}(_\d+)?(?![\w$])", RegexOptions.CultureInvariant);
}

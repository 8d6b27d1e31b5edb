namespace MlOps.Postgres.Triggers;

/// <summary>The functions that a migration creates, replaces and drops: their definitions by their signatures.</summary>
/// <param name="Before">Those that the migration names from the model before.</param>
/// <param name="After">Those that it names from the model after.</param>
internal sealed record FunctionChanges(IReadOnlyDictionary<string, string> Before, IReadOnlyDictionary<string, string> After)
{
    private IEnumerable<string> Removed => Before.Keys.Where(signature => !After.ContainsKey(signature));

    /// <summary>
    /// Creates a function, or replaces the one that a migration before has created. One of the same signature that comes from
    /// elsewhere is not ours: CREATE FUNCTION refuses it, where CREATE OR REPLACE would overwrite it.
    /// </summary>
    public IEnumerable<string> Create(string signature)
    {
        foreach (var namesake in Removed.Where(removed => IsNamesake(removed, signature)))
            yield return Drop(namesake);

        yield return $"CREATE {(Before.ContainsKey(signature) ? "OR REPLACE " : "")}FUNCTION {signature}\n{After[signature]};";
    }

    /// <summary>Drops what the model has no more and what takes rows of tables, which PostgreSQL would not drop before it.</summary>
    public IEnumerable<string> DropTakersOf(IReadOnlyList<string> tables) =>
        Removed.Where(removed => tables.Any(table => SqlNames.Mentions(removed, table))).Select(Drop);

    /// <summary>
    /// Drops what the model has no more and what reads tables by a body that PostgreSQL has parsed: it drops no such table before the
    /// function. A body that is a text, as most are, is not in the way.
    /// </summary>
    /// <param name="tables">The tables that are dropped.</param>
    /// <param name="bound">A function that policies call, and that goes with its table.</param>
    public IEnumerable<string> DropReadersOf(IReadOnlyList<string> tables, string bound) => Removed
        .Where(removed => FunctionSignature.ReadName(removed) != bound && !HasTextBody(Before[removed])
            && tables.Any(table => SqlNames.Mentions(Before[removed], table)))
        .Select(Drop);

    /// <summary>
    /// Drops what the model has no more. Not the namesakes of a new function, which went before it: f(a int) and f(b integer) are
    /// the same to PostgreSQL, which does not rename an argument, and would drop the new function for the old one here.
    /// </summary>
    public IEnumerable<string> DropRemoved() =>
        Removed.Where(removed => After.Keys.All(signature => !IsNamesake(removed, signature))).Select(Drop);

    private static bool HasTextBody(string definition) =>
        definition.Contains(" AS $", StringComparison.OrdinalIgnoreCase)
        || definition.Contains(" AS '", StringComparison.OrdinalIgnoreCase);

    private static bool IsNamesake(string one, string other) => string.Equals(
        FunctionSignature.ReadName(one), FunctionSignature.ReadName(other), StringComparison.OrdinalIgnoreCase);

    private static string Drop(string signature) => $"DROP FUNCTION IF EXISTS {FunctionSignature.WithoutDefaults(signature)};";
}

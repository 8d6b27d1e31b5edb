namespace MlOps.Persistence.Operations.Performance;

/// <summary>One thing that was measured, with what to do if it should be better.</summary>
/// <param name="Check">What was measured: "writes", "indexes".</param>
/// <param name="Subject">Of what: a table, an index, a process. Empty for the whole database.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Advice">What to do. Null if it is well.</param>
/// <param name="Statement">The statement to run for it.</param>
public sealed record PerformanceFinding(string Check, string Subject, string Seen, string? Advice = null, string? Statement = null);

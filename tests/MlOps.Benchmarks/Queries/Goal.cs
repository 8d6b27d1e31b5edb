namespace MlOps.Benchmarks.Queries;

/// <summary>How fast a kind of query must be.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Milliseconds">What 95 of 100 must not take longer than.</param>
/// <param name="SeedMilliseconds">The target of the schema that this one replaces.</param>
internal sealed record Goal(string Kind, double Milliseconds, double SeedMilliseconds)
{
    public static readonly Goal Event = new("event", 2, 10);
    public static readonly Goal Pattern = new("pattern", 20, 100);
    public static readonly Goal Dashboard = new("dashboard", 500, 5_000);
    public static readonly Goal Training = new("training data", 200, 1_000);
    public static readonly Goal Experiment = new("experiment", 50, 500);
}

namespace MlOps.Persistence.Sampling;

/// <summary>The counts of a statement at the last sample.</summary>
internal sealed record StatementTotal(long Calls, double Milliseconds, long Rows)
{
    public static readonly StatementTotal Zero = new(0, 0, 0);
}

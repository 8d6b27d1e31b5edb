namespace MlOps.Persistence.Maintenance.Rollback;

/// <summary>What a rollback loses.</summary>
/// <param name="Migration">The migration that is taken back; null if it does not matter which one.</param>
/// <param name="Name">Where the data is: a table, a column of a table, or the journal of a writer.</param>
/// <param name="Rows">How many rows or values there are; null if that cannot be counted.</param>
/// <param name="Reason">What happens to them.</param>
public sealed record DataLoss(string? Migration, string Name, long? Rows, string Reason)
{
    public override string ToString() => $"{Name}{(Rows is { } rows ? $" ({rows})" : "")}: {Reason}";
}

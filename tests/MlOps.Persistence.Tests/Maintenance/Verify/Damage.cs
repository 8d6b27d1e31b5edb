namespace MlOps.Persistence.Tests.Maintenance.Verify;

/// <summary>Something that somebody did to a database by hand.</summary>
/// <param name="Sql">The statements.</param>
/// <param name="Kind">The kind of the finding that names it.</param>
/// <param name="Object">The object that the finding names.</param>
/// <param name="IsMended">Whether a repair mends it.</param>
internal sealed record Damage(string Sql, string Kind, string Object, bool IsMended = true)
{
    /// <summary>The table, view or function that is damaged, or of which a part is.</summary>
    public string Target => Object.Split(" of ")[^1].Split(" on ")[^1].Split('.')[0];

    /// <summary>Other objects that it damages as well.</summary>
    public string[] Others { get; init; } = [];

    /// <summary>Takes away what a repair leaves, since it does no harm, and what else is not as before.</summary>
    public string? Rest { get; init; }

    /// <summary>What cannot be done in a transaction that is rolled back, where other tests use the same server.</summary>
    public bool IsOfTheServer { get; init; }
}

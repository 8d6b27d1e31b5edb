using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>A difference between a database and the model.</summary>
/// <param name="Severity">What it means.</param>
/// <param name="Kind">What kind of object it is about: "index".</param>
/// <param name="Name">The object: "ix_ml_models_name of ml_models".</param>
/// <param name="Expected">What the model has; null if it has nothing of the kind. Of a long text it is the part that differs.</param>
/// <param name="Found">What the database has; null if it has nothing of the kind.</param>
public sealed record SchemaFinding(FindingSeverity Severity, string Kind, string Name, string? Expected, string? Found)
{
    /// <summary>What a person does about it; null if there is nothing to do.</summary>
    public string? ToDo { get; init; }

    /// <summary>The statements that put it right. There are none where a statement cannot do it.</summary>
    public IReadOnlyList<string> Repair { get; init; } = [];

    /// <summary>Whether <see cref="SchemaVerification.RepairAsync"/> does so: it loses no row, and keeps nobody waiting for long.</summary>
    public bool IsSafe { get; init; }

    /// <summary>Why a repair failed; null if none did.</summary>
    public string? Failure { get; init; }

    /// <summary>The slice that lacks a partition; null if the finding is about something else.</summary>
    internal (string Root, Slice Slice)? Slice { get; init; }

    internal bool IsRepairable => Severity == FindingSeverity.Damage && IsSafe;

    internal (string Kind, string Name) Key => (Kind, Name);
}

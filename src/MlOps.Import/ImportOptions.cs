using MlOps.Domain.Tenancy;
using MlOps.Import.Reports;

namespace MlOps.Import;

/// <summary>How to import.</summary>
public sealed record ImportOptions
{
    /// <summary>The schema of the tables to read.</summary>
    public string Schema { get; init; } = "public";

    /// <summary>The tenant of rows that name none.</summary>
    public Guid TenantId { get; init; } = Tenants.Default;

    /// <summary>The services with documents that become features, each named once.</summary>
    public IReadOnlyList<ImportFeatures> Features { get; init; } = [];

    /// <summary>Whether to read everything and write nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Reads the rows that were written since, and changes those that are stored already. Null for an import of its own.</summary>
    internal ImportChanges? Changes { get; init; }

    /// <summary>The clock for the time at which tenants are registered.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Called for each row that is refused.</summary>
    public Action<RefusedImport>? OnRefused { get; init; }

    /// <summary>Called with the numbers of a table while it is read.</summary>
    public Action<ImportedTable>? OnProgress { get; init; }
}

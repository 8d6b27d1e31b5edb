using MlOps.Domain.Tenancy;
using MlOps.Import.Reports;

namespace MlOps.Import;

/// <summary>How to import.</summary>
public sealed record ImportOptions
{
    /// <summary>The schema of the source in which the tables are.</summary>
    public string Schema { get; init; } = "public";

    /// <summary>Whose the rows become that name no tenant.</summary>
    public Guid TenantId { get; init; } = Tenants.Default;

    /// <summary>Reads everything and writes nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Tells when tenants that the source names are registered.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Hears of each row that is refused.</summary>
    public Action<RefusedImport>? OnRefused { get; init; }

    /// <summary>Hears of a table's numbers while it is read.</summary>
    public Action<ImportedTable>? OnProgress { get; init; }
}

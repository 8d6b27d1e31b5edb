using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres;

namespace MlOps.Parquet.References;

/// <summary>A table that is not sliced, so that rows of a slice may refer to some of its rows.</summary>
/// <param name="table">The table.</param>
/// <param name="tableName">Its name in messages and files, not quoted: with its schema if that is not the one of the model.</param>
/// <param name="place">Its place in the model.</param>
/// <param name="sql">Quotes names.</param>
internal sealed class ReferredTable(ITable table, string tableName, int place, ISqlGenerationHelper sql)
{
    public ITable Table => table;

    public string TableName => tableName;

    public string Name { get; } = sql.DelimitIdentifier(table.Name, table.Schema);

    /// <summary>A temporary table for rows of it.</summary>
    public string Staged { get; } = $"pg_temp.mlops_referred_{place}";

    /// <summary>The column with the tenant; null if all tenants share the table.</summary>
    public string? TenantColumn { get; } =
        ReferenceModel.FindTenant(table) is { } tenant ? sql.DelimitIdentifier(tenant.Name) : null;

    /// <summary>Whether hashes of its rows are in a chain.</summary>
    public bool IsChained { get; } = ReferenceModel.TypesOf(table).Any(type => type.FindChain() is not null);

    /// <summary>Makes the temporary table, which lasts until the end of the transaction.</summary>
    public string Stage() => $"DROP TABLE IF EXISTS {Staged}; CREATE TEMP TABLE {Staged} (LIKE {Name} INCLUDING DEFAULTS) ON COMMIT DROP";

    /// <summary>Whether two rows have the same key, by their aliases.</summary>
    public string IsSame(string row, string other) => string.Join(
        " AND ",
        table.PrimaryKey!.Columns.Select(column => sql.DelimitIdentifier(column.Name)).Select(key => $"{row}.{key} = {other}.{key}"));

    /// <summary>Whether a row is of a tenant, by its alias.</summary>
    public string IsOf(string row, Guid tenant) => TenantColumn is null ? "true" : $"{row}.{TenantColumn} = '{tenant}'";
}

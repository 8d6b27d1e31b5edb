using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain.Governance;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>The tables of a model that a backup has.</summary>
internal sealed class BackupTables
{
    private readonly ISqlGenerationHelper _sql;
    private readonly IReadOnlyList<ITable> _tables;
    private readonly Dictionary<string, string> _archives;

    private BackupTables(DbContext context, IReadOnlyList<ITable> tables)
    {
        (_sql, _tables) = (context.GetService<ISqlGenerationHelper>(), tables);
        Names = [.. tables.Select(NameOf)];
        var names = Names.ToHashSet();
        Aggregates = [.. SlicedAggregate.AllOf(context).Where(aggregate => names.Contains(aggregate.Tables[0].Name))];
        _archives = Aggregates.SelectMany(aggregate => aggregate.Tables)
            .ToDictionary(table => table.Name, table => _sql.DelimitIdentifier(table.TableName, table.ArchiveSchema));
    }

    /// <summary>Their names, quoted where SQL needs it, each after those that it refers to.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Those that are sliced.</summary>
    public IReadOnlyList<SlicedAggregate> Aggregates { get; }

    public static BackupTables Of(DbContext context, BackupScope scope)
    {
        var tables = context.Model.GetRelationalModel().Tables
            .OrderBy(TableRanks.Of).ThenBy(table => table.Name, StringComparer.Ordinal).ToList();
        return new BackupTables(context, scope == BackupScope.All ? tables : LeaveOut(tables));
    }

    /// <summary>The table with the records of slices; null if the model has none.</summary>
    public static string? FindSliceRecords(DbContext context) => context.Model.FindEntityType(typeof(SliceRecord)) is { } type
        ? context.GetService<ISqlGenerationHelper>().DelimitIdentifier(type.GetTableName()!, type.GetSchema())
        : null;

    /// <summary>The tables of the archive, if they exist.</summary>
    public IEnumerable<string> ListArchives() => _archives.Values;

    /// <summary>The table of the archive with the old slices of a table, if it exists; null if the table has no slices.</summary>
    public string? FindArchive(string table) => _archives.GetValueOrDefault(table);

    /// <summary>The tables with rows that were set aside, if they exist.</summary>
    public IEnumerable<string> ListSetAside() => Aggregates.Select(MisplacedRows.StoreOf);

    /// <summary>The columns with the tenants of rows, of tables that are not sliced, all quoted where SQL needs it.</summary>
    public IEnumerable<(string Table, string Column)> ListTenantColumns() =>
        from table in _tables
        from type in TypesOf(table).Take(1)
        where type.FindSlice() is null && type.FindTenantProperty() is not null
        let column = type.FindProperty(type.FindTenantProperty()!)?.GetColumnName(StoreObjectIdentifier.Table(table.Name, table.Schema))
        where column is not null
        select (NameOf(table), _sql.DelimitIdentifier(column));

    // Without a table that is left out, the rows that refer to it could not be restored. The records of slices would tell of slices that
    // are not restored.
    private static List<ITable> LeaveOut(List<ITable> tables)
    {
        var kept = tables.Where(IsCritical).ToHashSet();
        while (kept.RemoveWhere(table => table.ForeignKeyConstraints.Any(key => !kept.Contains(key.PrincipalTable))) > 0)
        {
        }

        return [.. tables.Where(kept.Contains)];
    }

    private static bool IsCritical(ITable table)
    {
        var types = TypesOf(table).ToList();
        return types.Exists(type => type.ClrType == typeof(AuditEntry))
            || types.TrueForAll(type => type.FindSlice() is null && type.ClrType != typeof(SliceRecord));
    }

    private static IEnumerable<IEntityType> TypesOf(ITable table) =>
        table.EntityTypeMappings.Select(mapping => mapping.TypeBase).OfType<IEntityType>();

    private string NameOf(ITable table) => _sql.DelimitIdentifier(table.Name, table.Schema);
}

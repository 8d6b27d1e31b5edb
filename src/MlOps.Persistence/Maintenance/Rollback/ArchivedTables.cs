using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;

namespace MlOps.Persistence.Maintenance.Rollback;

/// <summary>
/// The tables of the archive, which no migration knows. A column or a table that is dropped goes there too, and the views of the archive,
/// which hold it, are made anew.
/// </summary>
internal sealed class ArchivedTables
{
    private readonly MlOpsDbContext _context;
    private readonly ISqlGenerationHelper _sql;
    private readonly Dictionary<string, ArchiveTable> _tables;

    public ArchivedTables(MlOpsDbContext context)
    {
        (_context, _sql) = (context, context.GetService<ISqlGenerationHelper>());
        _tables = SlicedAggregate.AllOf(context).SelectMany(aggregate => aggregate.Tables)
            .ToDictionary(table => table.Name, table => new ArchiveTable(table, _sql));
    }

    /// <summary>The archived counterpart of a table; null if there is none.</summary>
    public async Task<string?> FindAsync(string table, CancellationToken cancellationToken) =>
        _tables.GetValueOrDefault(table) is { } archived
        && await _context.ExistsAsync(archived.Name, cancellationToken).ConfigureAwait(false)
            ? archived.Name : null;

    /// <summary>Drops what a migration drops from live tables. Returns what makes the views anew once it has done so.</summary>
    public async Task<Func<Task>> DropAsync(IEnumerable<MigrationOperation> operations, CancellationToken cancellationToken)
    {
        var views = new List<ArchiveTable>();
        foreach (var operation in operations)
        {
            var (table, change) = operation switch
            {
                DropTableOperation drop => (_sql.DelimitIdentifier(drop.Name, drop.Schema), "DROP TABLE {0}"),
                DropColumnOperation drop => (
                    _sql.DelimitIdentifier(drop.Table, drop.Schema),
                    $"ALTER TABLE {{0}} DROP COLUMN IF EXISTS {_sql.DelimitIdentifier(drop.Name)}"),
                _ => (null, ""),
            };
            if (table is null || await FindAsync(table, cancellationToken).ConfigureAwait(false) is not { } archived)
                continue;

            await _context.ExecuteSchemaAsync($"DROP VIEW IF EXISTS {_tables[table].View}", cancellationToken).ConfigureAwait(false);
            await _context.ExecuteSchemaAsync(change.Replace("{0}", archived, StringComparison.Ordinal), cancellationToken)
                .ConfigureAwait(false);
            if (operation is DropColumnOperation && !views.Contains(_tables[table]))
                views.Add(_tables[table]);
        }

        return async () =>
        {
            foreach (var table in views)
            {
                var columns = await ArchiveParents.ReadColumnsAsync(_context, table.Live, cancellationToken).ConfigureAwait(false);
                foreach (var statement in table.CreateView(columns))
                    await _context.ExecuteSchemaAsync(statement, cancellationToken).ConfigureAwait(false);
            }
        };
    }
}

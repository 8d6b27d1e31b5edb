using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Slices;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>Writes the rows of one entity type into one of its tables by COPY: it has the columns, and a writer for each.</summary>
internal sealed class TableCopy
{
    private readonly ITable _table;
    private readonly ISqlGenerationHelper _sql;
    private readonly IReadOnlyList<ColumnWriter> _columns;
    private readonly Lazy<IReadOnlyList<(string Column, ColumnParameters Values)>> _parameters;

    public TableCopy(IEntityType entityType, ITable table, ISqlGenerationHelper sql)
    {
        _table = table;
        _sql = sql;
        _columns = new TableColumns(entityType, table).Find();
        _parameters = new(() => [.. _columns.Select(column => (sql.DelimitIdentifier(column.ColumnName), column.Parameters))]);
        Name = sql.DelimitIdentifier(table.Name, table.Schema);
        Columns = string.Join(", ", _columns.Select(column => sql.DelimitIdentifier(column.ColumnName)));
        Sources = string.Join(", ", _columns.Select(column => $"{column.Property.DeclaringType.Name}.{column.Property.Name}"));
        Rank = TableRanks.Of(table);
        HasIdentity = table.Columns.SelectMany(column => column.PropertyMappings).Any(mapping =>
            mapping.Property.GetValueGenerationStrategy()
                is NpgsqlValueGenerationStrategy.IdentityAlwaysColumn or NpgsqlValueGenerationStrategy.IdentityByDefaultColumn);
    }

    public string Name { get; }

    /// <summary>The columns that are written, as a list in SQL.</summary>
    public string Columns { get; }

    /// <summary>What the columns are filled from: two classes of a hierarchy may fill the same ones from properties of their own.</summary>
    public string Sources { get; }

    public IEnumerable<string> ColumnNames => _columns.Select(column => column.ColumnName);

    /// <summary>What makes parameters of the values of each column.</summary>
    public IReadOnlyList<(string Column, ColumnParameters Values)> Parameters => _parameters.Value;

    /// <summary>Higher than that of every table that this one refers to.</summary>
    public int Rank { get; }

    /// <summary>
    /// Whether an identity column counts the rows. Before PostgreSQL 17 it does so in the partitioned table, and in none of its
    /// partitions.
    /// </summary>
    public bool HasIdentity { get; }

    public string StoreTypeOf(string columnName) => _table.FindColumn(columnName)!.StoreType;

    public string PartitionOf(Slice slice) =>
        _sql.DelimitIdentifier(SliceSql.PartitionOf(_table.Name, slice.Suffix), _table.Schema);

    /// <summary>Writes entities into a relation that has the columns, and returns how many rows the server took.</summary>
    /// <param name="connection">A connection with a transaction.</param>
    /// <param name="relation">The table itself, one of its partitions, or a temporary table like it.</param>
    /// <param name="tenantId">The tenant of the rows, for a class without a property for it.</param>
    /// <param name="entities">The entities.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ulong> WriteAsync(
        NpgsqlConnection connection,
        string relation,
        Guid tenantId,
        IReadOnlyList<object> entities,
        CancellationToken cancellationToken)
    {
        // Disposing it without completion cancels the COPY, so that the connection stays usable after an error.
        var importer = await connection.BeginBinaryImportAsync(
            $"COPY {relation} ({Columns}) FROM STDIN (FORMAT BINARY)", cancellationToken).ConfigureAwait(false);
        await using (importer.ConfigureAwait(false))
        {
            foreach (var entity in entities)
            {
                await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < _columns.Count; i++)
                    await _columns[i].WriteAsync(entity, tenantId, importer, cancellationToken).ConfigureAwait(false);
            }

            return await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}

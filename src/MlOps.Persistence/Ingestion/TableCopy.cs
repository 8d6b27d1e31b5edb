using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>How rows get into one table by COPY: the command, and a writer for each column.</summary>
internal sealed class TableCopy
{
    private readonly string _command;
    private readonly ColumnWriter[] _columns;

    public TableCopy(ITableMapping mapping, ISqlGenerationHelper sql)
    {
        Name = sql.DelimitIdentifier(mapping.Table.Name, mapping.Table.Schema);
        _columns = [.. mapping.ColumnMappings.Where(IsWritten).Select(ColumnWriter.For)];
        var names = string.Join(", ", _columns.Select(column => sql.DelimitIdentifier(column.ColumnName)));
        _command = $"COPY {Name} ({names}) FROM STDIN (FORMAT BINARY)";
    }

    public string Name { get; }

    /// <summary>Writes the entities, and returns how many rows the server took.</summary>
    public async Task<ulong> WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<Entity> entities, CancellationToken cancellationToken)
    {
        // Disposing it without completion cancels the COPY, so that the connection stays usable after an error.
        var importer = await connection.BeginBinaryImportAsync(_command, cancellationToken).ConfigureAwait(false);
        await using (importer.ConfigureAwait(false))
        {
            foreach (var entity in entities)
            {
                await importer.StartRowAsync(cancellationToken).ConfigureAwait(false);
                foreach (var column in _columns)
                    await column.WriteAsync(entity, importer, cancellationToken).ConfigureAwait(false);
            }

            return await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // The database makes the values of computed columns and of xmin.
    private static bool IsWritten(IColumnMapping mapping) =>
        mapping.Property.GetComputedColumnSql() is null
        && !(mapping.Property.IsConcurrencyToken && mapping.Property.ValueGenerated == ValueGenerated.OnAddOrUpdate);
}

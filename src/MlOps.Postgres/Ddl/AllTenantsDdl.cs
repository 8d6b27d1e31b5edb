using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.RowSecurity;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Lets a migration read and write the rows of all tenants. They are read and written by the role that migrates: as an owner
/// that policies hold, it would reach one tenant's rows, or none. Orphans of other tenants would pass a new key, and their
/// good rows would be refused.
/// </summary>
internal sealed class AllTenantsDdl(PostgresFeaturesOptions features, ISqlGenerationHelper sql)
{
    /// <param name="model">The model that the migration leads to.</param>
    /// <param name="builder">Takes the statements.</param>
    /// <param name="tables">The tables whose rows are read or written.</param>
    /// <param name="write">Writes the statements that read or write them.</param>
    public void Write(
        IModel? model, MigrationCommandListBuilder builder, IEnumerable<(string Name, string? Schema)> tables, Action write)
    {
        var forced = tables.Distinct()
            .Where(table => model.FindTable(table.Name, table.Schema)?[features.Annotations.RowSecurity] is not null)
            .Select(table => sql.DelimitIdentifier(table.Name, table.Schema)).ToList();
        builder.AppendStatements(forced.Select(RowSecuritySql.DisableForce));
        write();
        builder.AppendStatements(forced.Select(RowSecuritySql.EnableForce));
    }
}

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Roles;
using MlOps.Postgres.RowSecurity;
using MlOps.Postgres.Slices;
using MlOps.Postgres.Triggers;

namespace MlOps.Postgres.Ddl;

/// <summary>The statements that give a table its policies, grants and triggers, and take them away.</summary>
internal sealed class TableFeatures(ISqlGenerationHelper sql)
{
    public IEnumerable<string> Create(CreateTableOperation table)
    {
        var name = sql.DelimitIdentifier(table.Name, table.Schema);
        var partitionGrants = table[PostgresAnnotations.Slice] is null
            ? []
            : RoleSql.PartitionGrants(
                sql.DelimitIdentifier(SliceSql.PartitionOf(table.Name, SliceSql.DefaultSuffix), table.Schema), table, sql);
        return Policies(table).Create(name, before: new Annotatable()).Concat(Grants(name, table.Schema, table)).Concat(partitionGrants)
            .Concat(TriggerSql.Create(name, table, sql));
    }

    /// <summary>What is named anew: the change has nothing else.</summary>
    public IEnumerable<string> Create(AlterTableOperation table)
    {
        var name = sql.DelimitIdentifier(table.Name, table.Schema);
        return Policies(table).Create(name, table.OldTable).Concat(Grants(name, table.Schema, table))
            .Concat(RoleSql.GrantsOnEachPartition(name, table, sql)).Concat(TriggerSql.Create(name, table, sql));
    }

    /// <summary>What was named before.</summary>
    /// <param name="table">The change.</param>
    /// <param name="renames">The same migration's renames, which come later: until then the table has its old name.</param>
    public IEnumerable<string> Drop(AlterTableOperation table, IEnumerable<RenameTableOperation> renames)
    {
        var rename = renames.FirstOrDefault(rename => (rename.NewName ?? rename.Name) == table.Name && rename.NewSchema == table.Schema);
        var name = sql.DelimitIdentifier(rename?.Name ?? table.Name, rename is null ? table.Schema : rename.Schema);
        var old = table.OldTable;
        return TriggerSql.Drop(name, old, sql).Concat(Policies(old).Drop(name, table))
            .Concat(RoleSql.Revokes(name, old, sql)).Concat(RoleSql.RevokesOnEachPartition(name, old, sql));
    }

    private RowSecuritySql Policies(IAnnotatable declared) => new(declared, sql);

    private IEnumerable<string> Grants(string table, string? schema, IAnnotatable declared) =>
        RoleSql.SchemaUsage(schema, declared, sql).Concat(RoleSql.Grants(table, declared, sql));
}

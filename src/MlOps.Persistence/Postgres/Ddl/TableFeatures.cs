using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Postgres.Roles;
using MlOps.Persistence.Postgres.RowSecurity;
using MlOps.Persistence.Postgres.Slices;
using MlOps.Persistence.Postgres.Triggers;

namespace MlOps.Persistence.Postgres.Ddl;

/// <summary>The statements that give a table its policy, grants and triggers, and take them away.</summary>
internal sealed class TableFeatures(ISqlGenerationHelper sql)
{
    public IEnumerable<string> Create(CreateTableOperation table)
    {
        var partitionGrants = table[PostgresAnnotations.Slice] is null
            ? []
            : RoleSql.PartitionGrants(
                sql.DelimitIdentifier(SliceSql.PartitionOf(table.Name, SliceSql.DefaultSuffix), table.Schema), table);
        return Create(table, sql.DelimitIdentifier(table.Name, table.Schema), partitionGrants);
    }

    /// <summary>What is new or has changed, and nothing else.</summary>
    public IEnumerable<string> Create(AlterTableOperation table)
    {
        var (name, added) = (sql.DelimitIdentifier(table.Name, table.Schema), Except(table, table.OldTable));
        return Create(added, name, RoleSql.GrantsOnEachPartition(name, added));
    }

    /// <summary>What is gone or has changed.</summary>
    /// <param name="table">The change.</param>
    /// <param name="renames">The same migration's renames, which come later: until then the table has its old name.</param>
    public IEnumerable<string> Drop(AlterTableOperation table, IEnumerable<RenameTableOperation> renames)
    {
        var rename = renames.FirstOrDefault(rename => (rename.NewName ?? rename.Name) == table.Name && rename.NewSchema == table.Schema);
        var name = sql.DelimitIdentifier(rename?.Name ?? table.Name, rename is null ? table.Schema : rename.Schema);
        var removed = Except(table.OldTable, table);
        IEnumerable<string> policy = removed[PostgresAnnotations.RowSecurity] is null ? [] : [RowSecuritySql.Disable(name)];
        return TriggerSql.DropTriggers(name, removed).Concat(policy)
            .Concat(RoleSql.Revokes(name, removed)).Concat(RoleSql.RevokesOnEachPartition(name, removed));
    }

    private IEnumerable<string> Create(IAnnotatable declared, string name, IEnumerable<string> partitionGrants)
    {
        IEnumerable<string> policy = declared[PostgresAnnotations.RowSecurity] is string column
            ? [RowSecuritySql.Enable(name, sql.DelimitIdentifier(column))]
            : [];
        return policy.Concat(RoleSql.Grants(name, declared)).Concat(partitionGrants).Concat(TriggerSql.CreateTriggers(name, declared));
    }

    private static Annotatable Except(IAnnotatable side, IAnnotatable other)
    {
        var rest = new Annotatable();
        rest.AddAnnotations(side.GetAnnotations().Where(annotation => !Equals(other[annotation.Name], annotation.Value)));
        return rest;
    }
}

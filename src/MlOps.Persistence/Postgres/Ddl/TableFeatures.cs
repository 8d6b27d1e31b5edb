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
    public IEnumerable<string> Create(CreateTableOperation table) => Create(table, table.Name, table.Schema);

    public IEnumerable<string> Create(AlterTableOperation table) =>
        Differ(table) ? Create(table, table.Name, table.Schema) : [];

    public IEnumerable<string> Drop(AlterTableOperation table)
    {
        if (!Differ(table))
            return [];

        var name = sql.DelimitIdentifier(table.Name, table.Schema);
        IEnumerable<string> policy = table.OldTable[PostgresAnnotations.RowSecurity] is null ? [] : [RowSecuritySql.Disable(name)];
        return TriggerSql.DropTriggers(name, table.OldTable).Concat(policy).Concat(RoleSql.Revokes(name, table.OldTable));
    }

    private IEnumerable<string> Create(IAnnotatable declared, string table, string? schema)
    {
        var name = sql.DelimitIdentifier(table, schema);
        IEnumerable<string> policy = declared[PostgresAnnotations.RowSecurity] is string column
            ? [RowSecuritySql.Enable(name, sql.DelimitIdentifier(column))]
            : [];
        var partitionGrants = declared[PostgresAnnotations.Slice] is null
            ? []
            : RoleSql.PartitionGrants(
                sql.DelimitIdentifier(SliceSql.PartitionOf(table, SliceSql.DefaultSuffix), schema), declared);
        return policy.Concat(RoleSql.Grants(name, declared)).Concat(partitionGrants).Concat(TriggerSql.CreateTriggers(name, declared));
    }

    private static bool Differ(AlterTableOperation table) =>
        !table.Named(PostgresAnnotations.Prefix).Order().SequenceEqual(table.OldTable.Named(PostgresAnnotations.Prefix).Order());
}

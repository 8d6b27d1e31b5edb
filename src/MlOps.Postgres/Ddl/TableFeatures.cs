using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Exclusions;
using MlOps.Postgres.Roles;
using MlOps.Postgres.RowSecurity;
using MlOps.Postgres.Slices;
using MlOps.Postgres.Triggers;

namespace MlOps.Postgres.Ddl;

/// <summary>The statements that give a table its policies, grants, triggers and exclusions, and take them away.</summary>
internal sealed class TableFeatures(PostgresFeaturesOptions features, ISqlGenerationHelper sql)
{
    private readonly PostgresAnnotations _names = features.Annotations;
    private readonly RowSecuritySql _rowSecurity = new(features, sql);

    public IEnumerable<string> Create(CreateTableOperation table)
    {
        var name = sql.DelimitIdentifier(table.Name, table.Schema);
        var partition = sql.DelimitIdentifier(SliceSql.PartitionOf(table.Name, SliceSql.DefaultSuffix), table.Schema);
        return _rowSecurity.Create(name, table, before: new Annotatable())
            .Concat(Grant(name, table.Schema, table))
            .Concat(_names.FindSlice(table) is null ? [] : RoleSql.Grant(partition, _names.GetPartitionGrants(table), sql))
            .Concat(TriggerSql.Create(name, _names.GetTriggers(table), sql))
            .Concat(ExclusionSql.Add(name, _names.GetExclusions(table), sql));
    }

    /// <summary>Creates what the change names anew: it has nothing else.</summary>
    public IEnumerable<string> Create(AlterTableOperation table)
    {
        var name = sql.DelimitIdentifier(table.Name, table.Schema);
        return _rowSecurity.Create(name, table, table.OldTable)
            .Concat(Grant(name, table.Schema, table))
            .Concat(RoleSql.GrantOnEachPartition(name, _names.GetPartitionGrants(table), sql))
            .Concat(TriggerSql.Create(name, _names.GetTriggers(table), sql))
            .Concat(ExclusionSql.Add(name, _names.GetExclusions(table), sql));
    }

    /// <summary>Drops what the change names from before.</summary>
    /// <param name="table">The change.</param>
    /// <param name="renames">The same migration's renames, which come later: until then the table has its old name.</param>
    public IEnumerable<string> Drop(AlterTableOperation table, IEnumerable<RenameTableOperation> renames)
    {
        var rename = renames.FirstOrDefault(rename => (rename.NewName ?? rename.Name) == table.Name && rename.NewSchema == table.Schema);
        var name = sql.DelimitIdentifier(rename?.Name ?? table.Name, rename is null ? table.Schema : rename.Schema);
        var old = table.OldTable;
        return TriggerSql.Drop(name, _names.GetTriggers(old), sql)
            .Concat(ExclusionSql.Drop(name, _names.GetExclusions(old).Keys, sql))
            .Concat(_rowSecurity.Drop(name, old, table))
            .Concat(RoleSql.Revoke(name, _names.GetGrants(old), sql))
            .Concat(RoleSql.RevokeOnEachPartition(name, _names.GetPartitionGrants(old), sql));
    }

    private IEnumerable<string> Grant(string table, string? schema, IReadOnlyAnnotatable declared) =>
        RoleSql.GrantUsage(schema, _names.GetRolesWithRights(declared), sql)
            .Concat(RoleSql.Grant(table, _names.GetGrants(declared), sql));
}

using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;
using MlOps.Postgres.Exclusions;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>Names the constraints that are left out where their extension cannot be installed.</summary>
internal static class ExtensionCheck
{
    public static IEnumerable<SchemaFinding> Find(MlOpsDbContext context, ModelCatalogue model)
    {
        var there = model.Rows.Where(row => row.Kind == Kinds.Constraint).Select(row => row.Name.Trim('"')).ToHashSet();
        return context.Model.GetEntityTypes().Where(type => type.GetTableName() is not null).SelectMany(type => type.GetExclusions().Keys)
            .Where(name => !there.Contains(name))
            .Select(name => new SchemaFinding(
                FindingSeverity.Information, Kinds.Extension, ExclusionSql.Extension, $"constraint {name}", null)
            {
                ToDo = $"Nothing refuses periods that overlap. Let a superuser run CREATE EXTENSION {ExclusionSql.Extension}, and type " +
                    "'mlops migrate'.",
            });
    }
}

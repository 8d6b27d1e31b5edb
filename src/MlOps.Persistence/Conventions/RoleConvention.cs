using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Domain;
using MlOps.Postgres;
using MlOps.Postgres.Roles;
using MlOps.Persistence.Tenancy;

namespace MlOps.Persistence.Conventions;

/// <summary>Lets the roles of MlOps do with every entity what they are for.</summary>
internal sealed class RoleConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes().Where(type =>
            type.BaseType is null && typeof(Entity).IsAssignableFrom(type.ClrType)))
        {
            entityType.Builder.HasAnnotation(PostgresAnnotations.Grant + MlOpsRoles.App, TableRights.All.ToSql());
            entityType.Builder.HasAnnotation(PostgresAnnotations.Grant + MlOpsRoles.Reader, TableRights.Select.ToSql());
            entityType.Builder.HasAnnotation(PostgresAnnotations.Grant + MlOpsRoles.Service, TableRights.All.ToSql());
            if (entityType[PostgresAnnotations.SlicedBy] is not null)
                entityType.Builder.HasAnnotation(PostgresAnnotations.PartitionGrant + MlOpsRoles.Service, TableRights.All.ToSql());
        }
    }
}

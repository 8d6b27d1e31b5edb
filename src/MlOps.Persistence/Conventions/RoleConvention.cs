using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using MlOps.Domain;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

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
            entityType.Builder.GrantTo(MlOpsRoles.App, TableRights.All);
            entityType.Builder.GrantTo(MlOpsRoles.Reader, TableRights.Select);
            entityType.Builder.GrantTo(MlOpsRoles.Service, TableRights.All);
            if (entityType.FindSlicedBy() is not null)
                entityType.Builder.GrantPartitionsTo(MlOpsRoles.Service, TableRights.All);
        }
    }
}

using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations;

internal static class AppendOnly
{
    /// <summary>What an application has stored it can neither change nor delete. The service's role can, for retention deletes what is old.</summary>
    public static void IsAppendOnly<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class => builder.GrantTo(MlOpsRoles.App, TableRights.Select | TableRights.Insert);
}

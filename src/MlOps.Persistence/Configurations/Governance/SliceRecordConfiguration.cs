using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class SliceRecordConfiguration : IEntityTypeConfiguration<SliceRecord>
{
    public void Configure(EntityTypeBuilder<SliceRecord> builder)
    {
        // Only maintenance writes it, as the owner.
        builder.GrantTo(MlOpsRoles.App, TableRights.Select);
        builder.GrantTo(MlOpsRoles.Reader, TableRights.Select);
        builder.GrantTo(MlOpsRoles.Service, TableRights.Select);
    }
}

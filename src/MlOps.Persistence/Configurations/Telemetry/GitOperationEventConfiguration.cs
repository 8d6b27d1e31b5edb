using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Telemetry;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Telemetry;

internal sealed class GitOperationEventConfiguration : IEntityTypeConfiguration<GitOperationEvent>
{
    public void Configure(EntityTypeBuilder<GitOperationEvent> builder)
    {
        builder.ToTable("git_operation_learning_events");
        builder.Property(change => change.FilesChanged).HasSqlDefault("0");
        builder.Property(change => change.LinesAdded).HasSqlDefault("0");
        builder.Property(change => change.LinesRemoved).HasSqlDefault("0");

        builder.HasCheck("changes", "files_changed >= 0 and lines_added >= 0 and lines_removed >= 0");
    }
}

using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Patterns;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>An application that gives tables and columns names and a schema of its own.</summary>
internal sealed class RenamingContext(DbContextOptions<RenamingContext> options) : MlOpsDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("models");
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<FeatureValue>().ToTable("feature values")
            .Property(value => value.EntityId).HasColumnName("subject {0}");
        modelBuilder.Entity<DataQualityCheck>().ToTable("checks")
            .Property(check => check.TableName).HasColumnName("of_table");
        modelBuilder.Entity<DataQualityResult>().ToTable("check_results")
            .Property(result => result.CheckId).HasColumnName("of_check");
        modelBuilder.Entity<IdentifiedPattern>().ToTable("patterns")
            .Property(pattern => pattern.PatternName).HasColumnName("title");
        modelBuilder.Entity<PatternOccurrence>().ToTable("sightings")
            .Property(occurrence => occurrence.Id).HasColumnName("number");
    }
}

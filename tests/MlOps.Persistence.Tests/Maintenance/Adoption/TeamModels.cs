using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Experiments;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Tests.Mapping;
using MlOps.Postgres;

namespace MlOps.Persistence.Tests.Maintenance.Adoption;

/// <summary>What teams declare: first what an adoption adds, then what it refuses.</summary>
internal static class TeamModels
{
    public sealed class Nothing : ITeamModel
    {
        public static void Apply(ModelBuilder modelBuilder)
        {
        }
    }

    public sealed class Tables : ITeamModel
    {
        public static void Apply(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Ticket>(ticket => ticket.HasOne<Model>().WithMany().HasForeignKey(x => new { x.TenantId, x.ModelId }));
            modelBuilder.HasSqlView("v_tickets", names =>
            {
                var t = names.Table<Ticket>("t");
                return $"SELECT {t[x => x.TenantId]}, {t[x => x.Title]} FROM {t}";
            });
        }
    }

    public sealed class Leaf : ITeamModel
    {
        public static void Apply(ModelBuilder modelBuilder) => modelBuilder.Entity<TranslatorPrediction>();
    }

    public sealed class Indexes : ITeamModel
    {
        public static void Apply(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Model>().HasIndex(model => new { model.TenantId, model.ModelType }).IsCreatedConcurrently();
            modelBuilder.Entity<Prediction>().HasIndex(prediction => new { prediction.TenantId, prediction.Source })
                .IsCreatedConcurrently();
        }
    }

    public sealed class Check : ITeamModel
    {
        public static void Apply(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Model>().ToTable(table => table.HasCheckConstraint("ck_team", "model_type <> ''"));
    }

    public sealed class NoExperiments : ITeamModel
    {
        public static void Apply(ModelBuilder modelBuilder)
        {
            modelBuilder.Ignore<AbResult>();
            modelBuilder.Ignore<AbVariant>();
            modelBuilder.Ignore<AbExperiment>();
        }
    }

    public sealed class LongerNames : ITeamModel
    {
        public static void Apply(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Model>().Property(model => model.ModelType).HasMaxLength(999);
    }

    public sealed class OtherView : ITeamModel
    {
        public static void Apply(ModelBuilder modelBuilder) => modelBuilder.HasSqlView("v_model_timeline", _ => "SELECT 1 AS timeline");
    }

    public sealed class HandWritten : ITeamModel
    {
        public const string Sql = "Team:Sql";

        public static void Apply(ModelBuilder modelBuilder) => modelBuilder.HasAnnotation(Sql, true);
    }

    public sealed class HandFilled : ITeamModel
    {
        public const string Rows = "Team:Rows";

        public static void Apply(ModelBuilder modelBuilder) => modelBuilder.HasAnnotation(Rows, true);
    }

    public sealed class Ticket : Entity
    {
        public Guid ModelId { get; private set; }

        public string Title { get; private set; } = "";
    }
}

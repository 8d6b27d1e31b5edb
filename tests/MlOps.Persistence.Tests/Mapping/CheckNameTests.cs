using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Mapping;

/// <summary>The names of columns in checks, when an application gives columns other names.</summary>
[NeedsNoServer]
public class CheckNameTests
{
    [Theory]
    [InlineData("ck_ml_predictions_certainty_range", "certainty between 0 and 1")]
    [InlineData("ck_ml_predictions_forecast_finite", "forecast > '-Infinity' and forecast < 'Infinity'")]
    [InlineData("ck_ml_predictions_Duration", "\"Duration\" >= 0 and \"Duration\" < 'Infinity'")]
    [InlineData("ck_ml_features_max_age", "max_age >= interval '0'")]
    public void A_check_of_one_column_follows_the_name_of_the_column(string name, string sql) =>
        Assert.Contains((name, sql), ReadChecks());

    [Fact]
    public void The_column_that_was_renamed_is_in_no_check() =>
        Assert.DoesNotContain(ReadChecks(), check => check.Name!.StartsWith("ck_ml_predictions", StringComparison.Ordinal)
            && check.Sql.Contains("inference_time_ms", StringComparison.Ordinal));

    private static List<(string? Name, string Sql)> ReadChecks()
    {
        using var context = new RenamingContext(new DbContextOptionsBuilder<RenamingContext>().UseNpgsql().Options);
        return [.. TestModels.Of(context).GetRelationalModel().Tables
            .SelectMany(table => table.CheckConstraints, (_, check) => (check.Name, check.Sql))];
    }

    private sealed class RenamingContext(DbContextOptions options) : MlOpsDbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Prediction>(builder =>
            {
                builder.Property(prediction => prediction.Confidence).HasColumnName("certainty");
                builder.Property(prediction => prediction.PredictedValue).HasColumnName("forecast");
                builder.Property(prediction => prediction.InferenceTimeMs).HasColumnName("Duration");
            });
            modelBuilder.Entity<Feature>().Property(feature => feature.Freshness).HasColumnName("max_age");
        }
    }
}

using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Postgres;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>A derived context may name and slice the table of predictions in its own way.</summary>
[StandardNames("Its contexts have models of their own.")]
public sealed class RenamedPredictionTests(TestServer server) : EmptyDatabaseTest(server)
{
    private RenamingContext _context = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var builder = new DbContextOptionsBuilder<RenamingContext>();
        builder.UseMlOps(DataSource);
        _context = new RenamingContext(builder.Options);
        await _context.Database.EnsureCreatedAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Labels_find_predictions_of_several_days_and_upserts_count_their_changes()
    {
        await new SliceMaintenance(_context).EnsureAsync(Sample.Noon, Sample.Noon.AddDays(2));
        List<Prediction> rows = [.. Enumerable.Range(0, 6).Select(i =>
            Build.Prediction("test", i, Sample.Noon.AddDays(i / 2)))];
        Assert.Equal(6, await _context.BulkUpsertAsync(rows));

        var labels = rows.Select(row => new Label(row.Id, 1, row.CreatedAt.AddHours(1)));
        Assert.Equal(6, (await new PredictionRepository(_context).BulkLabelAsync(labels)).Recorded);

        var stored = await _context.Predictions.ToListAsync();
        Assert.All(stored, row => Assert.Equal((1.0, row.CreatedAt.AddHours(1), 1), (row.ActualValue, row.LabelledAt, row.Revision)));
        Assert.Equal(2, await _context.Database.SqlQuery<int>($"SELECT 1 AS \"Value\" FROM forecasts_2026_03_02").CountAsync());
        Assert.Equal(6, await _context.BulkUpsertAsync(rows));
        Assert.All(await _context.Predictions.AsNoTracking().ToListAsync(), row => Assert.Equal(1.0, row.ActualValue));
    }

    private sealed class RenamingContext(DbContextOptions options) : MlOpsDbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Prediction>(prediction =>
            {
                prediction.ToTable("forecasts");
                prediction.Property(row => row.Id).HasColumnName("Forecast Key");
                prediction.Property(row => row.Revision).HasColumnName("changes");
                prediction.IsSlicedByTime(row => row.Id, SliceInterval.Day, row => row.CreatedAt);
            });
        }
    }
}

using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Features;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Patterns;
using MlOps.Persistence.Repositories.Telemetry;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>Statements written by hand follow when a derived context renames what they read.</summary>
[StandardNames("Its contexts have models of their own.")]
public sealed class RenamedTableTests(TestServer server) : EmptyDatabaseTest(server)
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
    public async Task Features_are_read_as_they_were_known()
    {
        _context.Add(Build.Feature("age"));
        await _context.SaveChangesAsync();
        await _context.BulkInsertAsync(new[] { 1, 2 }.Select(day => FeatureValue.Record(
            "age", FeatureKind.Contextual, "ann", Json.Parse($"{day}"), Sample.Noon.AddDays(day), Sample.Noon.AddDays(day))));

        var vectors = await new FeatureRepository(_context).ListVectorsAsync(
            ["ann", "bob"], ["age"], Sample.Noon.AddDays(1), Sample.Noon.AddDays(1));
        Assert.Equal([Json.Parse("1"), null], vectors.SelectMany(vector => vector.Values));
    }

    [Fact]
    public async Task Rules_are_evaluated_and_scores_read()
    {
        _context.Add(Feature.Register("age", FeatureKind.Contextual, "number", Sample.Noon, "ann"));
        await _context.SaveChangesAsync();
        var quality = new DataQualityRepository(_context);
        await quality.EvaluateAsync(
            [new DataQualityRules(_context).Complete<Feature>(feature => feature.Owner)],
            new TimeWindow(Sample.Noon, Sample.Noon.AddDays(1)), Sample.Noon.AddDays(1));
        Assert.Equal([new TableScore("ml_features", 1, 1, 0)], await quality.StreamScoresAsync().ToListAsync());
    }

    [Fact]
    public async Task Trends_of_patterns_are_read()
    {
        var pattern = PatternSamples.CreatePattern("long method");
        _context.Add(pattern);
        await _context.SaveChangesAsync();
        await _context.BulkInsertAsync([PatternSamples.CreateOccurrence(pattern, Sample.Noon)]);

        var day = DateOnly.FromDateTime(Sample.Noon.UtcDateTime);
        var trend = await new PatternRepository(_context).StreamTrendsAsync(day, 1).SingleAsync();
        Assert.Equal(new PatternTrend(pattern.Id, "long method", day, 1, 0), trend);
    }

    [Fact]
    public async Task Tables_are_measured_in_the_schema_of_the_model()
    {
        await new TelemetryRepository(_context).MeasureTablesAsync(Sample.Noon);
        var tables = await _context.ResourceSamples.Where(sample => sample.Kind == ResourceKind.Table)
            .Select(sample => sample.Resource).ToListAsync();
        Assert.Contains("feature values", tables);
        Assert.Contains("ml_models", tables);
    }
}

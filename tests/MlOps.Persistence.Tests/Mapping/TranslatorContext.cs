using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Tests.Mapping;

/// <summary>What an application adds: a service with a leaf of its own, and an entity of its own. It configures nothing.</summary>
internal sealed class TranslatorContext(DbContextOptions<TranslatorContext> options) : MlOpsDbContext(options)
{
    public DbSet<TranslatorPrediction> TranslatorPredictions => Set<TranslatorPrediction>();

    public DbSet<GlossaryEntry> GlossaryEntries => Set<GlossaryEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<TranslatorPrediction>().Property(prediction => prediction.TargetLanguage).HasMaxLength(5);
        modelBuilder.Entity<GlossaryEntry>().HasIndex(entry => new { entry.TenantId, entry.SourceTerm }).IsUnique();
    }
}

internal enum ToneOfVoice
{
    VeryFormal,
    Casual,
}

internal sealed class TranslatorPrediction : Prediction
{
    private TranslatorPrediction()
    {
    }

    public TranslatorPrediction(string targetLanguage, ToneOfVoice? tone, DateTimeOffset at)
        : base("translator", "translation", 1, at, null)
    {
        TargetLanguage = targetLanguage;
        Tone = tone;
    }

    public string TargetLanguage { get; private set; } = null!;

    public ToneOfVoice? Tone { get; private set; }

    public Json? TokenScores { get; set; }
}

internal sealed class GlossaryEntry : Entity
{
    private GlossaryEntry()
    {
    }

    public GlossaryEntry(string sourceTerm, DateTimeOffset at)
        : base(at) => SourceTerm = sourceTerm;

    public string SourceTerm { get; private set; } = null!;

    public ToneOfVoice Tone { get; set; }

    public MetricSet Scores { get; set; } = MetricSet.Empty;

    public IReadOnlyList<int> PageNumbers { get; set; } = [];
}

using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Puts the parts of a writer together, and opens its journal.</summary>
internal sealed class WriterFactory(TimeProvider clock, ILogger<PredictionWriter> logger)
{
    /// <exception cref="MlOpsException">The journal cannot be opened; the message says why.</exception>
    public WriterLanes Create(
        PredictionWriterOptions options, WriterContexts contexts, WriterCounters counters, BatchStore store)
    {
        // The scope of a context that was never used has nothing to wait for.
        var opened = contexts.Open();
        try
        {
            return new WriterLanes(
                options,
                opened.Context.TenantId,
                opened.Context.Model,
                OpenJournal(options, opened.Context),
                store,
                counters,
                new WriterReporter(contexts, clock, logger),
                clock,
                logger);
        }
        finally
        {
            opened.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private WriteJournal? OpenJournal(PredictionWriterOptions options, MlOpsDbContext context)
    {
        if (options.Durability == Durability.Memory)
            return null;

        var journal = new JournalOptions(options.JournalDirectory!)
        {
            MaximumBytes = options.JournalLimitBytes,
            Owner = WriteJournal.OwnerOf(context.TenantId, context.GetType()),
        };
        return new WriteJournal(DurableJournal.Open(journal, logger), context.Model, context.TenantId, logger);
    }
}

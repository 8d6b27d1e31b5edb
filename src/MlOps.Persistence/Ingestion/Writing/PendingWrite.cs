using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>A write on its way: an entity, a label, or a marker that completes when all before it is stored.</summary>
/// <param name="Content">What is to be stored, or a <see cref="FlushMarker"/>.</param>
/// <param name="AcceptedAt">When it was accepted, by the monotonic clock.</param>
/// <param name="Append">Its record in the journal, if there is a journal.</param>
/// <param name="IsReplayed">Whether an earlier process may have stored it already.</param>
internal readonly record struct PendingWrite(object Content, long AcceptedAt, JournalAppend? Append = null, bool IsReplayed = false)
{
    /// <summary>The prediction that the write belongs to. Writes of the same prediction stay in their order.</summary>
    public Guid PredictionId => Content switch
    {
        Feedback feedback => feedback.PredictionId,
        Label label => label.PredictionId,
        Entity entity => entity.Id,
        _ => Guid.Empty,
    };

    public Guid Id => Content is Entity entity ? entity.Id : PredictionId;
}

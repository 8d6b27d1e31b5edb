using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>A write on its way: an entity, a label, or the wish to know when all before it is stored.</summary>
/// <param name="Content">What is to be stored, or a <see cref="FlushMarker"/>.</param>
/// <param name="AcceptedAt">When it was accepted, by the monotonic clock.</param>
/// <param name="Append">Its way into the journal, if there is one.</param>
/// <param name="IsReplayed">Whether it may be stored already, by a process that is gone.</param>
internal readonly record struct PendingWrite(object Content, long AcceptedAt, JournalAppend? Append = null, bool IsReplayed = false)
{
    /// <summary>The prediction that it is about: what is about the same one keeps its order.</summary>
    public Guid PredictionId => Content switch
    {
        Feedback feedback => feedback.PredictionId,
        Label label => label.PredictionId,
        Entity entity => entity.Id,
        _ => Guid.Empty,
    };

    public Guid Id => Content is Entity entity ? entity.Id : PredictionId;
}

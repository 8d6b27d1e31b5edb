using MlOps.Domain;

namespace FraudScoring;

/// <summary>A note lies in the slice of its investigation.</summary>
public sealed class InvestigationNote : Entity
{
    private InvestigationNote()
    {
    }

    public InvestigationNote(Investigation investigation, string text, DateTimeOffset at)
        : base(at)
    {
        InvestigationId = investigation.Id;
        Text = text;
    }

    public Guid InvestigationId { get; private set; }

    public string Text { get; private set; } = "";
}

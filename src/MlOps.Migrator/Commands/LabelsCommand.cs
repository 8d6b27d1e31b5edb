namespace MlOps.Migrator.Commands;

/// <summary>The true values of predictions.</summary>
internal sealed class LabelsCommand : Verb
{
    public LabelsCommand(ContextFactory contexts)
        : base("labels", "The true values of predictions: import them, or let feedback make them.")
    {
        SetAction(new HelpWithExamples().Invoke);
        Add(new LabelsImportCommand(contexts));
        Add(new LabelPolicyCommand(contexts));
    }
}

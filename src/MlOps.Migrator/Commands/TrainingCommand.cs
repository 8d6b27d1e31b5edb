using System.CommandLine;
using MlOps.Migrator.Training;

namespace MlOps.Migrator.Commands;

/// <summary>Records a training that a script runs, in any language.</summary>
internal sealed class TrainingCommand : Verb
{
    /// <summary>Whose tenant is meant.</summary>
    public const string Rows = "The tenant of the model";

    /// <summary>A job in examples.</summary>
    public const string ExampleId = "0195a000-0000-7000-8000-00000000000c";

    public TrainingCommand(ContextFactory contexts)
        : base("training", "Record the training of a version: its start, its epochs, and how it ends.")
    {
        SetAction(new HelpWithExamples().Invoke);
        Add(new TrainingStartCommand(contexts));
        Add(new TrainingProgressCommand(contexts));
        Add(new TrainingFinishCommand(contexts));
    }

    public static IdArgument JobArgument() => new("a training job", $"'{Invocation.Program} training start'")
    {
        Description = "The id of the job, as 'start' prints it.",
        Arity = ArgumentArity.ExactlyOne,
    };

    /// <summary>Says how a job stands.</summary>
    public static void Write(Output output, TrainingStep step, string line)
    {
        var (job, version) = (step.Job, step.Version);
        output.Write(
            new
            {
                Job = job.Id,
                Model = version.ModelName,
                version.Version,
                job.Status,
                job.CompletedEpochs,
                job.TotalEpochs,
                Loss = job.LossCurve is [.., var last] ? last.Loss : (double?)null,
                step.IsRepeated,
            },
            step.IsRepeated ? $"{line} It was recorded before." : line);
    }
}

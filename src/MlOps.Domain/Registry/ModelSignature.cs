namespace MlOps.Domain.Registry;

/// <summary>The input and the output of a version, each as a JSON schema.</summary>
public sealed record ModelSignature
{
    public ModelSignature(Json input, Json output)
    {
        Input = Guard.Given(input, nameof(Input));
        Output = Guard.Given(output, nameof(Output));
    }

    public Json Input { get; }

    public Json Output { get; }
}

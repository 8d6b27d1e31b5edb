using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class ModelSignatureTests
{
    [Fact]
    public void Signatures_are_equal_if_their_schemas_have_the_same_meaning() =>
        Assert.Equal(
            new ModelSignature(Json.Parse("""{"a":1,"b":2}"""), Json.Parse("[]")),
            new ModelSignature(Json.Parse("""{"b":2.0,"a":1}"""), Json.Parse("[ ]")));

    [Fact]
    public void Input_and_output_are_not_confused() =>
        Assert.NotEqual(
            new ModelSignature(Json.Parse("{}"), Json.Parse("[]")),
            new ModelSignature(Json.Parse("[]"), Json.Parse("{}")));
}

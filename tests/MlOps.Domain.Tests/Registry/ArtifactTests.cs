using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class ArtifactTests
{
    [Fact]
    public void The_longest_texts_are_accepted_and_longer_ones_refused()
    {
        var reference = new string('r', Artifact.MaxReferenceLength);
        var checksum = new string('c', Artifact.MaxChecksumLength);

        Assert.Equal(0, new Artifact(reference, 0, checksum).SizeBytes);
        Refused.Value("Reference", "2001", () => new Artifact(reference + "r", 0, checksum));
        Refused.Value("Checksum", "201", () => new Artifact(reference, 0, checksum + "c"));
    }

    [Fact]
    public void A_blank_reference_or_checksum_is_refused()
    {
        Refused.Value("Reference", "''", () => new Artifact("", 1, "sha256:0"));
        Refused.Value("Checksum", "' '", () => new Artifact("s3://m", 1, " "));
    }
}

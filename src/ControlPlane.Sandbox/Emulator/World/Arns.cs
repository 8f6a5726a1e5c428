namespace ControlPlane.Sandbox.Emulator;

/// <summary>ARNs of SageMaker resources (Service Authorization Reference). Names keep the case of their creation.</summary>
static class Arns
{
    public static string Domain(string account, string region, string id) => $"arn:aws:sagemaker:{region}:{account}:domain/{id}";

    public static string Profile(string account, string region, string domainId, string name)
        => $"arn:aws:sagemaker:{region}:{account}:user-profile/{domainId}/{name}";

    public static string Space(string account, string region, string domainId, string name)
        => $"arn:aws:sagemaker:{region}:{account}:space/{domainId}/{name}";

    public static string App(string account, string region, string domainId, string owner, string type, string name)
        => $"arn:aws:sagemaker:{region}:{account}:app/{domainId}/{owner}/{type}/{name}";

    public static string Experiment(string account, string region, string name) => $"arn:aws:sagemaker:{region}:{account}:experiment/{name}";
}

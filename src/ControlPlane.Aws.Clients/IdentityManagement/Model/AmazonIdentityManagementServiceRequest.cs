using Amazon.Runtime;

namespace Amazon.IdentityManagement.Model;

/// <summary>The base of every request to IAM.</summary>
public abstract class AmazonIdentityManagementServiceRequest : AmazonWebServiceRequest;

/** The Job `backup`: writes all tables and objects to where BACKUP_TO says, while everything goes on. */
import { configuration, required } from '../../shared/runtime/configuration.ts';
import { logger } from '../../shared/runtime/log.ts';
import { objects } from '../../shared/runtime/resources.ts';
import { backUp } from '../../shared/store/backup/backup.ts';
import { placeNamed } from '../../shared/store/backup/place.ts';
import { sealingWith } from '../../shared/store/backup/sealing.ts';
import { connect } from '../../shared/store/database.ts';

const { BACKUP_KEY, BACKUP_S3_REGION } = configuration();
const place = placeNamed(required('BACKUP_TO'), () => ({
  endpoint: required('BACKUP_S3_ENDPOINT'),
  accessKey: required('BACKUP_S3_ACCESS_KEY'),
  secretKey: required('BACKUP_S3_SECRET_KEY'),
  region: BACKUP_S3_REGION ?? undefined,
}));
const sql = connect(required('DATABASE_URL'), { max: 1, name: 'backup' });
const told = (what: string): void => logger().info({ what }, 'backed up');
const done = await backUp({
  sql,
  objects: objects(),
  place,
  sealing: sealingWith(BACKUP_KEY ?? undefined),
  told,
});
logger().info(done, 'backup');
process.exit(0);
